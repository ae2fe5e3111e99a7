-- The entry of the rota by which the open task of a crisis was given; null when nobody was on.
alter table crisis add column shift uuid;
