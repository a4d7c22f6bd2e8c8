{{/*
Refuses, by name and all at once, what the values say of services that Chart.yaml does not have: keys at the top, connections,
global.names and global.knownAs. In: root (the umbrella's context), declared (see workload.platform), missing (dependencies of which
charts/ has another version: Helm leaves them out without a word; key -> the version that is wanted).
Helm hides dependencies that are switched off. Those that Chart.yaml had when the charts were vendored stand in dependencies.json of this
chart (key -> workload type, "" of charts that make none). One that somebody wrote there since says by its values what it is; a bare
`enabled: false` would be a slip more often than a service.
*/}}
{{- define "workload.strangers" -}}
{{- $root := .root -}}
{{- $declared := .declared -}}
{{- $global := or .root.Values.global dict -}}
{{- $tags := .root.Values.tags -}}
{{- $vendored := dict -}}
{{- with get .root.Subcharts "workload" -}}{{- $vendored = .Files.Get "dependencies.json" | default "{}" | fromJson -}}{{- end -}}
{{- $off := dict -}}
{{- $wrong := list -}}
{{- range $key, $type := $declared -}}
  {{- if and $type (not (hasKey $vendored $key)) (not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $key)) -}}
    {{- $wrong = append $wrong (dict "says" (printf "%s: this cannot name a service: only lower-case letters, digits and - are allowed, a letter first, no - last" $key)) -}}
  {{- end -}}
{{- end -}}
{{- range $key, $version := .missing -}}
  {{- $wrong = append $wrong (dict "says" (printf "%s: Helm finds no chart for it in charts/ (Chart.yaml wants version %s)" $key $version)) -}}
  {{- $_ := set $off $key "any" -}}
{{- end -}}
{{- range $key, $value := .root.Values -}}
  {{- if not (or (hasKey $declared $key) (hasKey $off $key) (hasPrefix "x-" $key) (eq $key "global" "connections" "tags") (not (kindIs "map" $value))) -}}
    {{- $isOff := eq (toString $value.enabled) "false" -}}
    {{- $image := kindIs "map" $value.image | ternary $value.image dict -}}
    {{- $loaded := get $root.Subcharts $key -}}
    {{- if and $loaded (or (not ($loaded.Files.Get "defaults.json")) (empty (omit $value "global"))) -}}
      {{- /* It lies in charts/ and is no dependency: another's chart, which Helm renders, or one of ours, of which nobody says anything. */ -}}
    {{- else if and (hasKey $vendored $key) (or $isOff (and (not $loaded) (or $tags (not (get $vendored $key))))) -}}
      {{- $_ := set $off $key (get $vendored $key) -}}
    {{- else if and $isOff (or $image.repository $value.presets $value.tier $value.ports) -}}
      {{- $_ := set $off $key "any" -}}
    {{- else if $loaded -}}
      {{- $wrong = append $wrong (dict "says" (printf "%s: its chart lies in charts/, but Chart.yaml does not have it; add it there, or remove these values" $key)) -}}
    {{- else -}}
      {{- $advice := printf "; add it there with \"condition: %s.enabled\", or call the key x-%s if templates of your own read it" $key $key -}}
      {{- if $isOff -}}{{- $advice = "; if it has one, say here what it is (image, presets, tier or ports), or run `helm blueprint refresh`" -}}{{- end -}}
      {{- $wrong = append $wrong (dict "word" $key "says" (printf "%s: Chart.yaml has no service of this name" $key) "advice" $advice) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $place, $graph := dict "connections" .root.Values.connections "global.connections" $global.connections -}}
  {{- range $caller, $callees := $graph -}}
    {{- if not (or (get $declared $caller) (get $off $caller)) -}}
      {{- $wrong = append $wrong (dict "word" $caller "says" (printf "%s: %q calls others, but Chart.yaml has no service of this name" $place $caller)) -}}
    {{- end -}}
    {{- range $callees -}}
      {{- $callee := . -}}
      {{- if contains ":" . -}}{{- $callee = splitList ":" . | first -}}{{- end -}}
      {{- if not (or (get $declared $callee) (get $off $callee)) -}}
        {{- $wrong = append $wrong (dict "word" $callee "says" (printf "%s: %s calls %q, but Chart.yaml has no service of this name" $place $caller $callee)) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $place := list "names" "knownAs" -}}
  {{- range $name, $_ := get $global $place | default dict -}}
    {{- if not (or (get $declared $name) (get $off $name)) -}}
      {{- $wrong = append $wrong (dict "word" $name "says" (printf "global.%s: Chart.yaml has no service %q" $place $name)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if $wrong -}}
  {{- $known := dict -}}
  {{- range list $declared $off -}}
    {{- range $key, $type := . -}}{{- if $type -}}{{- $_ := set $known $key true -}}{{- end -}}{{- end -}}
  {{- end -}}
  {{- $names := keys $known | sortAlpha -}}
  {{- $all := le (len $names) 12 | ternary (printf " (it has: %s)" (join ", " $names)) "" -}}
  {{- $lines := list -}}
  {{- range $wrong -}}
    {{- if lt (len $lines) 20 -}}
      {{- $hint := "" -}}
      {{- if and .word (get $vendored .word) -}}
        {{- $hint = " any more; remove what is said of it here, or put its line back" -}}
      {{- else if .word -}}
        {{- $near := dict "word" .word "known" $names -}}
        {{- template "workload.nearest" $near -}}
        {{- $hint = $near.out | default .advice | default $all -}}
      {{- end -}}
      {{- $lines = append $lines (print .says $hint) -}}
    {{- end -}}
  {{- end -}}
  {{- with sub (len $wrong) (len $lines) -}}{{- $lines = append $lines (printf "… and %d more" .) -}}{{- end -}}
  {{- fail (join "\n" $lines) -}}
  {{- /* `helm lint` goes on after `fail`, with a line in its log: a template that is not there ends it, and its name is what to read. */ -}}
  {{- include (join "\n" $lines) $root -}}
{{- end -}}
{{- end -}}
