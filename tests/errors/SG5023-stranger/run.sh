"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
touch "$SCRATCH/bank/loans (copy).csv" "$SCRATCH/bank/notes.txt"
"$PROGRAM" verify "$SCRATCH/bank"
