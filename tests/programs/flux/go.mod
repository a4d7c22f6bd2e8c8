// Flux's controllers, with the lines of ../controllers/go.mod: the same Kubernetes, so that it is compiled once for both. On their own,
// since what they require moves modules that the others were built and tried with.
module flux

go 1.26.0

require (
	github.com/cert-manager/cert-manager v1.21.2 // nothing of it is built; it holds the graph at one Kubernetes
	github.com/cloudnative-pg/cloudnative-pg v1.30.0
	github.com/cloudnative-pg/plugin-barman-cloud v0.13.0
	github.com/fluxcd/helm-controller v1.6.1
	github.com/fluxcd/kustomize-controller v1.9.6
	github.com/kedacore/keda/v2 v2.21.0
	github.com/prometheus-operator/prometheus-operator v0.92.1
	github.com/prometheus/prometheus v0.314.0 // as promtool, which reads what the operator writes
	istio.io/istio v0.0.0-20260827124520-eed52ebb66ad
	k8s.io/autoscaler/vertical-pod-autoscaler v1.7.0
)

replace github.com/nexus-rpc/nexus-proto-annotations v0.1.0 => github.com/nexus-rpc/nexus-proto-annotations v0.1.1-0.20260629224316-835bd8d49cb4 // as KEDA has it
