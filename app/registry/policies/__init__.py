"""The policies of programmes, in versions."""
