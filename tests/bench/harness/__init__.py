"""What every measurement needs: the servers, the load program, the data, and arithmetic."""
