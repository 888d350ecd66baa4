"""What is told outside the desk: messages kept until they are sent, and what saved searches are told of."""
