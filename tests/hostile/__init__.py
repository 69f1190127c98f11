"""What hostile tests are made of: a corpus of bad inputs, and runs that are killed."""
