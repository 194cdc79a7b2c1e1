"""The contract between Allmende and its plugins: discovery, hooks, dispatch, activation per site, the gate."""
