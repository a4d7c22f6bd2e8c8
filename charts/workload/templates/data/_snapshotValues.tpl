{{/* Values of the CronJob that snapshots every claim of a StatefulSet and removes old snapshots, as YAML. In: w, backup. */}}
{{- define "workload.data.snapshotValues" -}}
image: {{ merge (dict) (.w.global.kubectl | default dict) (dict "repository" "registry.k8s.io/kubectl" "tag" "v1.34.1") | toJson }}
serviceAccount: {automount: true}
rbac:
  rules:
    - {apiGroups: [""], resources: [persistentvolumeclaims], verbs: [list]}
    - {apiGroups: [snapshot.storage.k8s.io], resources: [volumesnapshots], verbs: [create, list, delete]}
networkPolicy: {enabled: true, kubernetesApi: true}
podSecurityContext: {runAsUser: 65532, runAsGroup: 65532}
volumes: {tmp: {mountPath: /tmp}}
env:
  HOME: /tmp
  SELECTOR: app.kubernetes.io/name={{ .w.alias }},app.kubernetes.io/instance={{ .w.root.Release.Name }}
  KEEP: {{ toJson .backup.keep | quote }}
  SNAPSHOT_CLASS: {{ .backup.snapshotClassName | default "" | quote }}
  STATEFULSET: {{ .w.name }}
command: [/bin/bash, -eu, -c]
args:
  - |
    stamp=$(date -u +%Y%m%d%H%M%S)
    for claim in $(kubectl get pvc -o name --selector "$SELECTOR"); do
      name=${claim#*/}
      kubectl create -f - <<EOF
    apiVersion: snapshot.storage.k8s.io/v1
    kind: VolumeSnapshot
    metadata:
      name: $name-$stamp
      labels: {helm-blueprint/snapshot-of: $name}
    spec:
      ${SNAPSHOT_CLASS:+volumeSnapshotClassName: $SNAPSHOT_CLASS}
      source: {persistentVolumeClaimName: $name}
    EOF
      kubectl get volumesnapshots -o name --sort-by=.metadata.creationTimestamp --selector "helm-blueprint/snapshot-of=$name" \
        | head -n "-$KEEP" | xargs --no-run-if-empty kubectl delete
    done
{{- end -}}
