"""What is measured: ratios taken in one run, against a stated bound or peer."""
