"""The main job on one machine, without internet: a news site of its own, crawled and told of. See `job.run`."""
