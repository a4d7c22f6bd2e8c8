-- Stands for the extension TimescaleDB, which Debian has not: the names that the blueprint's SQL calls, without what they are for.
create function by_range(name, interval) returns text language sql as 'select $1::text';
create function create_hypertable(regclass, text) returns void language sql as '';
create function add_compression_policy(regclass, interval) returns void language sql as '';
create function add_retention_policy(regclass, interval) returns void language sql as '';
create function add_continuous_aggregate_policy(regclass, interval, interval, interval) returns void language sql as '';
create function time_bucket(interval, timestamptz) returns timestamptz language sql immutable as 'select date_bin($1, $2, ''epoch'')';
create table refreshed (first timestamptz, last timestamptz);
create procedure refresh_continuous_aggregate(name text, first timestamptz, last timestamptz) language plpgsql as '
  begin
    commit; -- as the real one, it refuses to run inside a transaction
    execute format(''refresh materialized view %I'', name);
    insert into refreshed values (first, last);
  end';
