for shard in 1 2; do "$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard $shard/3 --stats full; done
"$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard 3/3
"$PROGRAM" merge "$SCRATCH/shop"
