"""The sounds of the alarms: how they are made, when they sound, and whether they can."""
