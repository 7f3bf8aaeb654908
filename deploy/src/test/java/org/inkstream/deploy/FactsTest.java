package org.inkstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.serve.ServeCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The manifests say of the code what is so, and of each other. */
class FactsTest {

  private static final String NAME = "app.kubernetes.io/name";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final Map<String, String> INSTANCES =
      Map.of(NAME, "inkstream", COMPONENT, "streams-app");

  private final StatefulSet app = Manifests.typedOnly("base/statefulset.yaml", StatefulSet.class);
  private final Job trainer = Manifests.typedOnly("trainer/job.yaml", Job.class);
  private final List<KafkaTopic> topics = Manifests.typed("kafka/topics.yaml", KafkaTopic.class);

  @Test
  void shouldHaveTheTopicsThatTheCodeHas() {
    Map<String, Map<String, String>> settings = new HashMap<>();
    for (KafkaTopic topic : topics) {
      assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
      assertThat(topic.getSpec().getTopicName()).isNull();
      Map<String, String> config = new HashMap<>();
      topic.getSpec().getConfig().forEach((key, value) -> config.put(key, value.toString()));
      assertThat(config.remove("min.insync.replicas")).isEqualTo("2");
      settings.put(topic.getMetadata().getName(), config);
    }
    Map<String, Integer> partitions =
        topics.stream()
            .collect(
                Collectors.toMap(
                    topic -> topic.getMetadata().getName(),
                    topic -> topic.getSpec().getPartitions()));

    assertThat(settings)
        .isEqualTo(
            new Topics("").all().stream().collect(Collectors.toMap(Topic::name, Topic::settings)));
    assertThat(partitions)
        .isEqualTo(
            new Topics("")
                .all().stream()
                    .collect(Collectors.toMap(Topic::name, topic -> topic.controlled() ? 1 : 12)));
  }

  @Test
  void shouldStartServeWithOptionsThatItHas() {
    Container container = container(app.getSpec().getTemplate());
    List<String> args = container.getArgs();
    CommandLine serve = new CommandLine(new ServeCommand());

    assertThat(args).first().isEqualTo("serve");
    CommandLine.ParseResult parsed = serve.parseArgs(args.stream().skip(1).toArray(String[]::new));
    assertThat(parsed.<String>matchedOptionValue("--instance", "")).isEqualTo("$(INSTANCE)");
    assertThat(parsed.<Integer>matchedOptionValue("--partitions", 0))
        .isEqualTo(partitionsOfImages());
    assertThat(environment(container).get("INSTANCE").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.name");
    shouldBeReadBy(serve, container);
  }

  @Test
  void shouldReadTheEnvironmentThatCommandsRead() {
    Container publish = container(trainer.getSpec().getTemplate());

    assertThat(publish.getArgs()).startsWith("publish");
    assertThat(environment(publish).keySet())
        .containsExactlyInAnyOrder("INKSTREAM_BOOTSTRAP_SERVERS", "INKSTREAM_CLIENT_CONFIG");
    // What train writes is what publish reads.
    String bundle = publish.getArgs().get(1);
    assertThat(trainer.getSpec().getTemplate().getSpec().getInitContainers().get(0).getArgs())
        .startsWith("train")
        .contains("--out=" + bundle);
  }

  @Test
  void shouldHaveOneThreadForEachPartitionWhenScaledUp() {
    JsonNode scaled = Manifests.only("autoscaling/scaledobject.yaml").get("spec");
    CommandLine.ParseResult parsed =
        new CommandLine(new ServeCommand())
            .parseArgs(
                container(app.getSpec().getTemplate()).getArgs().stream()
                    .skip(1)
                    .toArray(String[]::new));
    int threads = parsed.<Integer>matchedOptionValue("--threads", 0);

    assertThat(scaled.at("/maxReplicaCount").asInt() * threads).isEqualTo(partitionsOfImages());
    assertThat(scaled.at("/minReplicaCount").asInt()).isEqualTo(app.getSpec().getReplicas());
    assertThat(scaled.at("/scaleTargetRef/kind").asText()).isEqualTo(app.getKind());
    assertThat(scaled.at("/scaleTargetRef/name").asText()).isEqualTo(app.getMetadata().getName());
    assertThat(scaled.at("/triggers/0/metadata/query").asText())
        .isEqualTo("sum(max by (partition) (inkstream_lag_events{job=\"inkstream\"}))");
  }

  @Test
  void shouldHaveTheSamePortEverywhere() {
    Container container = container(app.getSpec().getTemplate());
    ContainerPort port = container.getPorts().get(0);
    Service service = Manifests.typedOnly("base/service.yaml", Service.class);
    NetworkPolicy scrape = Manifests.typed("base/networkpolicy.yaml", NetworkPolicy.class).get(1);

    assertThat(container.getArgs()).contains("--http-port=" + port.getContainerPort());
    assertThat(service.getSpec().getPorts().get(0).getPort()).isEqualTo(port.getContainerPort());
    assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
        .isEqualTo(port.getName());
    assertThat(scrape.getSpec().getIngress().get(0).getPorts().get(0).getPort().getIntVal())
        .isEqualTo(port.getContainerPort());
    assertThat(
            Stream.of(
                    container.getStartupProbe(),
                    container.getReadinessProbe(),
                    container.getLivenessProbe())
                .map(Probe::getHttpGet)
                .map(get -> get.getPort().getStrVal()))
        .containsOnly(port.getName());
    assertThat(
            Manifests.typedOnly("monitoring/podmonitor.yaml", PodMonitor.class)
                .getSpec()
                .getPodMetricsEndpoints()
                .get(0)
                .getPort())
        .isEqualTo(port.getName());
  }

  @Test
  void shouldSelectTheInstances() {
    Service service = Manifests.typedOnly("base/service.yaml", Service.class);

    assertThat(app.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(INSTANCES);
    assertThat(app.getSpec().getSelector().getMatchLabels()).isEqualTo(INSTANCES);
    assertThat(app.getSpec().getServiceName()).isEqualTo(service.getMetadata().getName());
    assertThat(service.getSpec().getSelector()).isEqualTo(INSTANCES);
    assertThat(
            Manifests.typedOnly("base/poddisruptionbudget.yaml", PodDisruptionBudget.class)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(INSTANCES);
    assertThat(
            Manifests.typedOnly("monitoring/podmonitor.yaml", PodMonitor.class)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .isEqualTo(INSTANCES);
    List<NetworkPolicy> policies = Manifests.typed("base/networkpolicy.yaml", NetworkPolicy.class);
    assertThat(policies.get(0).getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(Map.of(NAME, "inkstream"));
    assertThat(policies.get(1).getSpec().getPodSelector().getMatchLabels()).isEqualTo(INSTANCES);
    assertThat(trainer.getSpec().getTemplate().getMetadata().getLabels())
        .isEqualTo(Map.of(NAME, "inkstream", COMPONENT, "trainer"));
  }

  @Test
  void shouldRunAsNobodyWithNothing() {
    ServiceAccount account = Manifests.typedOnly("base/serviceaccount.yaml", ServiceAccount.class);
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    for (PodTemplateSpec template :
        List.of(app.getSpec().getTemplate(), trainer.getSpec().getTemplate())) {
      PodSpec pod = template.getSpec();
      assertThat(pod.getServiceAccountName()).isEqualTo(account.getMetadata().getName());
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(containers(pod))
          .isNotEmpty()
          .allSatisfy(
              container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
                assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .contains("/var/lib/inkstream", "/tmp");
              });
    }
  }

  @Test
  void shouldLeaveServeTheTimeThatItHas() {
    // docs/operations.md: it has 20 seconds.
    assertThat(app.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
        .isGreaterThan(20);
    assertThat(app.getSpec().getPodManagementPolicy())
        .as("none is ready before the first champion")
        .isEqualTo("Parallel");
  }

  @Test
  void shouldMountWhatIsThere() {
    ConfigMap client = Manifests.typedOnly("base/client-config.yaml", ConfigMap.class);
    List<String> users =
        Manifests.typed("kafka/users.yaml", KafkaUser.class).stream()
            .map(user -> user.getMetadata().getName())
            .toList();
    for (PodTemplateSpec template :
        List.of(app.getSpec().getTemplate(), trainer.getSpec().getTemplate())) {
      Map<String, Volume> volumes =
          template.getSpec().getVolumes().stream()
              .collect(Collectors.toMap(Volume::getName, volume -> volume));
      for (Container container : containers(template.getSpec())) {
        assertThat(container.getVolumeMounts())
            .extracting(VolumeMount::getName)
            .allMatch(name -> volumes.containsKey(name) || claims(template).contains(name));
      }
      assertThat(volumes.get("client").getConfigMap().getName())
          .isEqualTo(client.getMetadata().getName());
      assertThat(volumes.get("user").getSecret().getSecretName()).isIn(users);
      assertThat(environment(container(template)).get("INKSTREAM_CLIENT_CONFIG").getValue())
          .isEqualTo(
              mount(container(template), "client")
                  + "/"
                  + client.getData().keySet().iterator().next());
      String properties = client.getData().values().iterator().next();
      assertThat(properties)
          .contains("${user:" + mount(container(template), "user") + ":sasl.jaas.config}")
          .contains(
              "ssl.truststore.location="
                  + mount(container(template), "ca")
                  + "/"
                  + volumes.get("ca").getSecret().getItems().get(0).getPath());
    }
  }

  @Test
  void shouldHaveTheRulesOfTheRulesFile() throws IOException {
    JsonNode file = new YAMLMapper().readTree(new File("prometheus/inkstream-rules.yml"));

    assertThat(Manifests.only("monitoring/prometheusrule.yaml").get("spec")).isEqualTo(file);
    assertThat(file.at("/groups/0/rules")).hasSizeGreaterThan(10);
  }

  @Test
  void shouldGiveEveryUserAndTopicToTheSameCluster() {
    Stream.concat(
            topics.stream().map(KafkaTopic::getMetadata),
            Manifests.typed("kafka/users.yaml", KafkaUser.class).stream()
                .map(KafkaUser::getMetadata))
        .forEach(
            metadata ->
                assertThat(metadata.getLabels()).containsEntry("strimzi.io/cluster", "kafka"));
  }

  private int partitionsOfImages() {
    return topics.stream()
        .filter(topic -> topic.getMetadata().getName().equals(new Topics("").images().name()))
        .mapToInt(topic -> topic.getSpec().getPartitions())
        .sum();
  }

  /** Every variable of ours is the default of some option. */
  private static void shouldBeReadBy(CommandLine command, Container container) {
    command.setInterpolateVariables(false);
    List<String> defaults =
        command.getCommandSpec().options().stream()
            .map(OptionSpec::defaultValue)
            .filter(value -> value != null)
            .toList();
    assertThat(environment(container).keySet().stream().filter(name -> name.contains("INKSTREAM")))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(defaults).anyMatch(value -> value.startsWith("${env:" + name)));
  }

  private static Map<String, EnvVar> environment(Container container) {
    return container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, each -> each));
  }

  /** Of the instances; the trainer's job has none. */
  private List<String> claims(PodTemplateSpec template) {
    return template.equals(app.getSpec().getTemplate())
        ? app.getSpec().getVolumeClaimTemplates().stream()
            .map(claim -> claim.getMetadata().getName())
            .toList()
        : List.of();
  }

  private static String mount(Container container, String volume) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(volume))
        .map(VolumeMount::getMountPath)
        .findFirst()
        .orElseThrow();
  }

  private static Container container(PodTemplateSpec template) {
    assertThat(template.getSpec().getContainers()).hasSize(1);
    return template.getSpec().getContainers().get(0);
  }

  private static List<Container> containers(PodSpec pod) {
    return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
  }
}
