"$PROGRAM" generate schema.json -q -o "$SCRATCH/bank"
sed -i '$d; s/^3,2300/3,/' "$SCRATCH/bank/customers.csv"
sed -i 's/^3,2200/3,/' "$SCRATCH/bank/customers.csv"
"$PROGRAM" verify "$SCRATCH/bank"
