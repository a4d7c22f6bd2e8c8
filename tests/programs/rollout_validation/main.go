// Says what Argo Rollouts would refuse of rendered manifests on standard input: its controller's own validation, of each
// Rollout and of what it refers to. A line for each thing, `Rollout/<name>: <what>`; status 1 where there is any.
// Compiled as a part of argo-rollouts (tests/tools.py lays it over a copy of that module): its go.mod replaces modules.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	ingressutil "github.com/argoproj/argo-rollouts/utils/ingress"
)

type objects map[string]*unstructured.Unstructured

func main() {
	found, err := read(os.Stdin)
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	judged, wrong := 0, 0
	for key, object := range found {
		if object.GetKind() != "Rollout" {
			continue
		}
		judged++
		for _, what := range judge(object, found) {
			wrong++
			fmt.Printf("%s: %s\n", key, what)
		}
	}
	if wrong > 0 {
		os.Exit(1)
	}
	fmt.Printf("%d Rollouts are fine\n", judged)
}

func read(from io.Reader) (objects, error) {
	found := objects{}
	documents := yaml.NewYAMLReader(bufio.NewReader(from))
	for {
		text, err := documents.Read()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		one := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(text, &one.Object); err != nil {
			return nil, err
		}
		if one.Object != nil {
			found[one.GetKind()+"/"+one.GetName()] = one
		}
	}
}

func judge(object *unstructured.Unstructured, all objects) []string {
	said := []string{}
	rollout := &v1alpha1.Rollout{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(object.Object, rollout, true); err != nil {
		return []string{err.Error()}
	}
	for _, one := range validation.ValidateRollout(rollout) {
		said = append(said, one.Error())
	}
	for _, check := range []func(*v1alpha1.Rollout) error{
		validation.ValidateRolloutNginxIngressesConfig,
		validation.ValidateRolloutAlbIngressesConfig,
		validation.ValidateRolloutVirtualServicesConfig,
	} {
		if err := check(rollout); err != nil {
			said = append(said, err.Error())
		}
	}
	resources, missing := referenced(rollout, all)
	for _, one := range validation.ValidateRolloutReferencedResources(rollout, resources) {
		said = append(said, one.Error())
	}
	return append(said, missing...)
}

// What a Rollout refers to, as the controller collects it; what is not there is told.
func referenced(rollout *v1alpha1.Rollout, all objects) (validation.ReferencedResources, []string) {
	resources, missing := validation.ReferencedResources{}, []string{}
	get := func(kind, name string, into any) bool {
		one, ok := all[kind+"/"+name]
		if !ok {
			missing = append(missing, fmt.Sprintf("there is no %s %q", kind, name))
			return false
		}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(one.Object, into); err != nil {
			missing = append(missing, err.Error())
			return false
		}
		return true
	}
	service := func(name string, kind validation.ServiceType) {
		one := &corev1.Service{}
		if name != "" && get("Service", name, one) {
			resources.ServiceWithType = append(resources.ServiceWithType, validation.ServiceWithType{Service: one, Type: kind})
		}
	}
	analysis := func(run *v1alpha1.RolloutAnalysis, kind validation.AnalysisTemplateType, step int) {
		if run == nil {
			return
		}
		with := validation.AnalysisTemplatesWithType{TemplateType: kind, CanaryStepIndex: step, Args: run.Args}
		for _, reference := range run.Templates {
			one := &v1alpha1.AnalysisTemplate{}
			if get("AnalysisTemplate", reference.TemplateName, one) {
				with.AnalysisTemplates = append(with.AnalysisTemplates, one)
			}
		}
		resources.AnalysisTemplatesWithType = append(resources.AnalysisTemplatesWithType, with)
	}
	if blueGreen := rollout.Spec.Strategy.BlueGreen; blueGreen != nil {
		service(blueGreen.ActiveService, validation.ActiveService)
		service(blueGreen.PreviewService, validation.PreviewService)
		analysis(blueGreen.PrePromotionAnalysis, validation.PrePromotionAnalysis, 0)
		analysis(blueGreen.PostPromotionAnalysis, validation.PostPromotionAnalysis, 0)
	}
	canary := rollout.Spec.Strategy.Canary
	if canary == nil {
		return resources, missing
	}
	service(canary.StableService, validation.StableService)
	service(canary.CanaryService, validation.CanaryService)
	if canary.Analysis != nil {
		analysis(&canary.Analysis.RolloutAnalysis, validation.BackgroundAnalysis, 0)
	}
	for number, step := range canary.Steps {
		analysis(step.Analysis, validation.InlineAnalysis, number)
	}
	traffic := canary.TrafficRouting
	if traffic == nil {
		return resources, missing
	}
	if traffic.Nginx != nil {
		names := traffic.Nginx.StableIngresses
		if traffic.Nginx.StableIngress != "" {
			names = append(names, traffic.Nginx.StableIngress)
		}
		for _, name := range names {
			one := &networkingv1.Ingress{}
			if get("Ingress", name, one) {
				resources.Ingresses = append(resources.Ingresses, *ingressutil.NewIngress(one))
			}
		}
	}
	if traffic.Istio != nil {
		virtual := traffic.Istio.VirtualServices
		if traffic.Istio.VirtualService != nil {
			virtual = append(virtual, *traffic.Istio.VirtualService)
		}
		for _, reference := range virtual {
			if one, ok := all["VirtualService/"+reference.Name]; ok {
				resources.VirtualServices = append(resources.VirtualServices, *one)
			} else {
				missing = append(missing, fmt.Sprintf("there is no VirtualService %q", reference.Name))
			}
		}
	}
	return resources, missing
}
