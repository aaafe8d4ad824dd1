"""Citizens' files: told apart by what they are, cleaned of all that was not meant to be sent, kept, shown by links."""
