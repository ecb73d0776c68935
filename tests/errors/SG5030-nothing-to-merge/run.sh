"$PROGRAM" merge "$SCRATCH"
"$PROGRAM" generate schema.json -q -o "$SCRATCH/shop"
"$PROGRAM" merge "$SCRATCH/shop"
