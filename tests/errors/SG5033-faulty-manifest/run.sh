for shard in 1 2 3; do "$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard $shard/3; done
sed -i 's/"first_row": [0-9]*/"first_row": 7/' "$SCRATCH/shop/manifest.shard-0002-of-0003.json"
"$PROGRAM" merge "$SCRATCH/shop"
