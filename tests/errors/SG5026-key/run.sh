"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
sed -i 's/^5,/2,/; s/^3,/,/' "$SCRATCH/bank/loans.csv"
"$PROGRAM" verify "$SCRATCH/bank"
