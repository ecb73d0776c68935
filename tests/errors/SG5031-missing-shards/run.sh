for shard in 1 3 4 6 7 8; do "$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard $shard/8; done
"$PROGRAM" merge "$SCRATCH/shop"
