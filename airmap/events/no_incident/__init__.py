"""What is no incident though its words look like one: leave, policy, exercises, what is done in general."""
