"""What somebody wants to do to the values of a platform, decided and checked before it is written."""
