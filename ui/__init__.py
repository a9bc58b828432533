"""What people see and touch: Qt widgets that show charts and report facts, and decide nothing."""
