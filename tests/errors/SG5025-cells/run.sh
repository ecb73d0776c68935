"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
sed -i 's/^4,4,530/4,4,5.30/; s/825$/many/' "$SCRATCH/bank/loans.csv"
sed -i '1s/income/revenue/' "$SCRATCH/bank/customers.csv"
"$PROGRAM" verify "$SCRATCH/bank"
