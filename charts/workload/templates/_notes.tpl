{{/*
Notes for NOTES.txt: the stand-ins that are left, and the kinds of custom resources that a platform switches on and this cluster does not know. In: the umbrella's
context, after the services were registered.
*/}}
{{- define "workload.notes" -}}
{{- $wanted := dict -}}
{{- $standIns := list -}}
{{- $root := . -}}
{{- $global := or .Values.global dict -}}
{{- $apis := dict
    "httpRoute" "gateway.networking.k8s.io/v1"
    "verticalPodAutoscaler" "autoscaling.k8s.io/v1"
    "keda" "keda.sh/v1alpha1"
    "rollout" "argoproj.io/v1alpha1"
    "metrics" "monitoring.coreos.com/v1"
    "slo" "monitoring.coreos.com/v1"
    "alerts" "monitoring.coreos.com/v1"
    "backup" "snapshot.storage.k8s.io/v1"
    "wal" "barmancloud.cnpg.io/v1"
    "credentials" "external-secrets.io/v1"
    "tls" "cert-manager.io/v1"
    "operator" "postgresql.cnpg.io/v1" -}}
{{- $mesh := or (or $global.mesh dict).type "" -}}
{{- if eq $mesh "istio" -}}{{- $_ := set $apis "mesh" "security.istio.io/v1" -}}{{- end -}}
{{- if eq $mesh "linkerd" -}}{{- $_ := set $apis "mesh" "policy.linkerd.io/v1beta3" -}}{{- end -}}
{{- range $service := (get .Release "platform" | default dict).services -}}
  {{- $v := or $service.values dict -}}
  {{- if and $v.image $v.image.repository (hasSuffix "stefanprodan/podinfo" $v.image.repository) -}}
    {{- $standIns = append $standIns $service.alias -}}
  {{- end -}}
  {{- /* one question for each, and a call only where something is on: this is asked of every service */ -}}
  {{- $on := list -}}
  {{- if and $v.httpRoute $v.httpRoute.enabled -}}{{- $on = append $on "httpRoute" -}}{{- end -}}
  {{- if and $v.verticalPodAutoscaler $v.verticalPodAutoscaler.enabled -}}{{- $on = append $on "verticalPodAutoscaler" -}}{{- end -}}
  {{- if and $v.keda $v.keda.enabled -}}{{- $on = append $on "keda" -}}{{- end -}}
  {{- if and $v.rollout $v.rollout.strategy -}}{{- $on = append $on "rollout" -}}{{- end -}}
  {{- if and $v.metrics $v.metrics.enabled -}}{{- $on = append $on "metrics" -}}{{- end -}}
  {{- if and $v.slo $v.slo.enabled -}}{{- $on = append $on "slo" -}}{{- end -}}
  {{- if and $v.alerts $v.alerts.enabled -}}{{- $on = append $on "alerts" -}}{{- end -}}
  {{- if and $v.backup $v.backup.enabled (eq $v.backup.method "snapshot") -}}{{- $on = append $on "backup" -}}{{- end -}}
  {{- if and $v.credentials $v.credentials.enabled (eq $v.credentials.source "externalSecret") -}}{{- $on = append $on "credentials" -}}{{- end -}}
  {{- if and $v.tls $v.tls.enabled -}}{{- $on = append $on "tls" -}}{{- end -}}
  {{- if and $v.operator (eq $service.mode "operator") (eq $v.operator.kind "cloudnative-pg") -}}
    {{- $on = append $on "operator" -}}
    {{- if and $v.backup (or $v.backup.enabled (and $v.restore $v.restore.enabled)) (eq $v.backup.method "wal") -}}{{- $on = append $on "wal" -}}{{- end -}}
  {{- end -}}
  {{- if hasKey $apis "mesh" -}}{{- $on = append $on "mesh" -}}{{- end -}}
  {{- range $on -}}
    {{- $api := get $apis . -}}
    {{- if not ($root.Capabilities.APIVersions.Has $api) -}}
      {{- $_ := set $wanted $api (append (get $wanted $api | default list) (printf "%s.%s" $service.alias (eq . "wal" | ternary "backup" .))) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if and $mesh (not (or (or $global.cluster dict).mesh dict).cni) }}
Without {{ $mesh }}'s CNI plugin, its injector adds an init container that needs NET_ADMIN and runs as root: where this namespace enforces the Pod Security level "restricted", no pod starts. Check it: kubectl get namespace {{ .Release.Namespace }} -o jsonpath='{.metadata.labels}'; kubectl get daemonsets -A | grep cni. With the plugin, set global.cluster.mesh.cni: true, and this note is gone.
{{- end }}
{{- if $standIns }}
Stand-ins, which answer and do none of the work, until you name your own images: {{ $standIns | sortAlpha | join ", " }}.
{{- end }}
{{- range $api, $users := $wanted }}
This cluster does not know {{ $api }}, which {{ $users | uniq | sortAlpha | join ", " }} need{{ if eq (len ($users | uniq)) 1 }}s{{ end }}: install it, or switch that off.
{{- end }}
{{- end -}}
