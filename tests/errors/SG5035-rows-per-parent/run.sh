"$PROGRAM" generate schema.json -q -o "$SCRATCH/shop"
# The third order goes to the first customer.
sed -i '4s/^2,/1,/' "$SCRATCH/shop/orders.csv"
"$PROGRAM" verify -q "$SCRATCH/shop" | grep -A1 SG5035
exit 1
