-- Which versions of a model anybody has been on is asked by every page about the flow.
create index episode_version on episode (process, version);
