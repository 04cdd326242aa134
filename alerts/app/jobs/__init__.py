"""The program's work, one module a job: what the command line calls, and whatever else starts jobs.

Each takes the `App`, does its work through the rooms that know how, and returns a value that says what was done.
Nothing here prints. A job imports what it needs and no more, because a crawl must not wait for the mail's libraries.
"""
