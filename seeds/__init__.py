"""The vocabulary of smewatch: what a document in the seed format is, how it is read, written and recognised."""
