{{/*
The effective values of one service, lowest layer first: chart defaults, global.presets.all, global.presets.<type>, named presets,
the service's own values, global.overrides.all, global.overrides.<type> (global.overrides.enabled: false leaves the last two out).
In:  alias, type, own (the service's values), global, files (of its chart), bases (cache: type -> JSON of the first three layers).
Out: values.
*/}}
{{- define "workload.values" -}}
{{- $type := .type -}}
{{- $global := .global -}}
{{- $presets := $global.presets | default dict -}}
{{- if not (hasKey .bases $type) -}}
  {{- $base := .files.Get "defaults.json" | default "{}" | fromJson -}}
  {{- range list "all" $type -}}
    {{- with get $presets . -}}{{- include "workload.merge" (list $base .) -}}{{- end -}}
  {{- end -}}
  {{- $_ := set .bases $type (toJson $base) -}}
{{- end -}}
{{- $values := get .bases $type | fromJson -}}
{{- $own := .own -}}
{{- $alias := .alias -}}
{{- range (hasKey $own "presets" | ternary $own $values).presets -}}
  {{- if not (hasKey $presets .) -}}
    {{- fail (printf "%s: presets names %q, which global.presets does not have (it has: %s)" $alias . (keys $presets | sortAlpha | join ", ")) -}}
  {{- end -}}
  {{- include "workload.merge" (list $values (get $presets .)) -}}
{{- end -}}
{{- include "workload.merge" (list $values (omit $own "global")) -}}
{{- $overrides := $global.overrides | default dict -}}
{{- if ne (toString $overrides.enabled) "false" -}}
  {{- range $layer := list "all" $type -}}
    {{- with get $overrides $layer -}}{{- include "workload.merge" (list $values .) -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- $_ := set . "values" $values -}}
{{- end -}}
