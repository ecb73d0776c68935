"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
sed -i 's/^6,2,/6,9,/' "$SCRATCH/bank/loans.csv"
"$PROGRAM" verify "$SCRATCH/bank"
