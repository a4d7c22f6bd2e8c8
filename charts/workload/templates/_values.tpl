{{/*
The effective values of one service, lowest layer first: chart defaults, global.presets.all, global.presets.<type>, named presets,
the service's own values, global.overrides.all, global.overrides.<type> (global.overrides.enabled: false leaves the last two out).
What only other types have (a Service, a hook …: unsupported.json of the chart, which `make charts` writes) does not reach the service,
although presets.all may state it.
In:  alias, type, own (the service's values), global, files (of its chart), bases (cache: type -> JSON of the first three layers,
the presets that they name, and what is unsupported; type and named presets -> JSON of the first four).
Out: values.
*/}}
{{- define "workload.values" -}}
{{- $type := .type -}}
{{- $global := .global -}}
{{- $presets := or $global.presets dict -}}
{{- $own := .own -}}
{{- $alias := .alias -}}
{{- if not (hasKey .bases $type) -}}
  {{- $base := .files.Get "defaults.json" | default (omit .own "global" | toJson) | fromJson -}}
  {{- range list "all" $type -}}
    {{- with get $presets . -}}{{- template "workload.merge" (list $base .) -}}{{- end -}}
  {{- end -}}
  {{- $unsupported := dict -}}
  {{- range .files.Get "unsupported.json" | default "[]" | fromJsonArray -}}
    {{- $_ := set $unsupported . true -}}
    {{- $_ := unset $base . -}}
  {{- end -}}
  {{- $_ := set .bases $type (dict "values" (toJson $base) "presets" $base.presets "unsupported" $unsupported) -}}
{{- end -}}
{{- $base := get .bases $type -}}
{{- $text := $base.values -}}
{{- with (hasKey $own "presets" | ternary $own $base).presets -}}
  {{- $together := printf "%s %s" $type (toJson .) -}}
  {{- if not (hasKey $.bases $together) -}}
    {{- $values := fromJson $text -}}
    {{- range . -}}
      {{- if not (hasKey $presets .) -}}
        {{- fail (printf "%s: presets names %q, which global.presets does not have (it has: %s)" $alias . (keys $presets | sortAlpha | join ", ")) -}}
      {{- end -}}
      {{- template "workload.merge" (list $values (get $presets .)) -}}
    {{- end -}}
    {{- range $key, $_ := $base.unsupported -}}{{- $_ := unset $values $key -}}{{- end -}}
    {{- $_ := set $.bases $together (toJson $values) -}}
  {{- end -}}
  {{- $text = get $.bases $together -}}
{{- end -}}
{{- $values := fromJson $text -}}
{{- $own = omit $own "global" -}}
{{- template "workload.merge" (list $values $own) -}}
{{- $stated := list $own -}}
{{- $overrides := or $global.overrides dict -}}
{{- if ne (toString $overrides.enabled) "false" -}}
  {{- range $layer := list "all" $type -}}
    {{- with get $overrides $layer -}}
      {{- template "workload.merge" (list $values .) -}}
      {{- $stated = append $stated . -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $layer := $stated -}}
  {{- range $key, $_ := $layer -}}{{- if hasKey $base.unsupported $key -}}{{- $_ := unset $values $key -}}{{- end -}}{{- end -}}
{{- end -}}
{{- $_ := set . "values" $values -}}
{{- end -}}
