"$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard 1/3
"$PROGRAM" generate schema.json -q -o "$SCRATCH/shop" --shard 3/3
# As if written on another machine, by another command line, and copied.
"$PROGRAM" generate schema.json -q -o "$SCRATCH/other" --shard 2/3 --seed 5 --scale 2
cp -r "$SCRATCH/other/." "$SCRATCH/shop"
"$PROGRAM" merge "$SCRATCH/shop"
