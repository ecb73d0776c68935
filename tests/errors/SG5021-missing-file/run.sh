"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
rm "$SCRATCH/bank/customers.csv"
"$PROGRAM" verify "$SCRATCH/bank"
