"""Reading MCAP files that nobody vouches for, in bounded memory."""
