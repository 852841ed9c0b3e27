"""Changes that loosen something: proposed by one person, in force once another has confirmed them."""
