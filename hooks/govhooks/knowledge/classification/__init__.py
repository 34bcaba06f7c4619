"""What data is sensitive: names split into words, a vocabulary of sensitive-looking ones, and the register of a policy."""
