"""The sandbox's account: users, groups, settings and locks, licences, limits, and how accounts differ."""
