package org.inkstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is one that Kubernetes, Strimzi or the Prometheus operator would take. */
class ManifestsTest {

  static Stream<Path> files() {
    return Manifests.files().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldHaveFieldsAndValuesThatTheModelAllows(Path file) throws IOException {
    List<JsonNode> documents = Manifests.read(file);

    assertThat(documents).isNotEmpty();
    for (JsonNode document : documents) {
      if (Manifests.kind(document).equals("keda.sh/v1alpha1 ScaledObject")) {
        // Of KEDA there is no model; FactsTest has what matters here.
        continue;
      }
      assertThat(Manifests.hasModel(document)).as(Manifests.kind(document)).isTrue();
      assertThat(Manifests.typed(document)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldNotTakeAFieldThatIsMisspelt(Path file) {
    for (JsonNode document : Manifests.read(file)) {
      if (!Manifests.hasModel(document)) {
        continue;
      }
      ObjectNode wrong = document.deepCopy();
      ((ObjectNode) wrong.get("metadata")).put("naem", "misspelt");

      assertThatThrownBy(() -> Manifests.typed(wrong))
          .isInstanceOf(UnrecognizedPropertyException.class)
          .hasMessageContaining("naem");
    }
  }

  @Test
  void shouldNotTakeAMisspeltFieldOfASpecification() {
    for (String place :
        List.of(
            "base/statefulset.yaml /spec/template/spec",
            "base/statefulset.yaml /spec/template/spec/containers/0/securityContext",
            "base/networkpolicy.yaml /spec/egress/0/ports/0",
            "kafka/topics.yaml /spec",
            "kafka/users.yaml /spec/authorization/acls/0/resource",
            "monitoring/podmonitor.yaml /spec/podMetricsEndpoints/0",
            "monitoring/prometheusrule.yaml /spec/groups/0/rules/0")) {
      String[] parts = place.split(" ");
      JsonNode document = Manifests.read(Manifests.FOLDER.resolve(parts[0])).get(0);
      ((ObjectNode) document.at(parts[1])).put("misspelt", "x");

      assertThatThrownBy(() -> Manifests.typed(document))
          .as(place)
          .isInstanceOf(UnrecognizedPropertyException.class);
    }
  }

  @Test
  void shouldNameEveryFileInItsKustomization() throws IOException {
    try (Stream<Path> all = Files.walk(Manifests.FOLDER)) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        JsonNode kustomization = Manifests.read(folder.resolve("kustomization.yaml")).get(0);
        assertThat(kustomization.path("namespace").asText()).isEqualTo("inkstream");
        List<String> named = new ArrayList<>();
        kustomization.get("resources").forEach(name -> named.add(name.asText()));
        if (folder.equals(Manifests.FOLDER)) {
          assertThat(named).containsExactlyInAnyOrder("base", "kafka");
        } else {
          assertThat(named)
              .containsExactlyInAnyOrderElementsOf(
                  Manifests.files().stream()
                      .filter(file -> file.getParent().equals(folder))
                      .map(file -> file.getFileName().toString())
                      .toList());
        }
      }
    }
  }
}
