"""EMQX's rules, as Erlang reads them: a file of terms, each of a form that EMQX knows."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.blueprints.platforms import values

# What its manual knows, https://docs.emqx.com/en/emqx/v5.8/access-control/authz/file.html: who, may, do what, with which topics.
READ = r"""
Who = fun(all) -> true; ({user, N}) -> is_list(N); ({username, N}) -> is_list(N); ({clientid, N}) -> is_list(N);
         ({ipaddr, N}) -> is_list(N); (_) -> false end,
Topics = fun(Ts) -> lists:all(fun({eq, T}) -> is_list(T); (T) -> is_list(T) end, Ts) end,
Known = fun({P, all}) -> lists:member(P, [allow, deny]);
           ({P, W, A, Ts}) -> lists:member(P, [allow, deny]) andalso Who(W) andalso
             lists:member(A, [publish, subscribe, all]) andalso is_list(Ts) andalso Topics(Ts);
           (_) -> false end,
case file:consult(os:getenv("RULES")) of
  {ok, Terms} ->
    [io:format("unknown ~p~n", [T]) || T <- Terms, not Known(T)],
    io:format("~p of ~p end with {deny, all}: ~p~n", [length([T || T <- Terms, Known(T)]), length(Terms), lists:last(Terms) =:= {deny, all}]);
  {error, Why} -> io:format("wrong: ~s~n", [file:format_error(Why)])
end, halt().
"""


def told(folder: Path, rules: str) -> str:
    file = folder / "acl.conf"
    file.write_text(rules)
    return subprocess.run(
        ["erl", "-noinput", "-boot", "start_clean", "-eval", READ],
        env={"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(folder), "RULES": str(file)},
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip


def test_rules_of_emqx_are_terms_that_it_knows_and_deny_the_rest(tmp_path: Path) -> None:
    rules = values("iot")["mqtt-broker"]["configMaps"]["rules"]["data"]["acl.conf"]
    assert told(tmp_path, rules) == "4 of 4 end with {deny, all}: true\n"
    assert told(tmp_path, rules.replace("publish, [", "write, [")).startswith("unknown {allow,")
    assert told(tmp_path, rules.replace('"edge"}', '"edge"')).startswith("wrong: ")
