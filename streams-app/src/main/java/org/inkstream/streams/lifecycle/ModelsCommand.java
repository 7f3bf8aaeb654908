package org.inkstream.streams.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the published versions. */
@Command(
    name = "models",
    description =
        "Lists the published versions, which one is champion, and what each instance last said of"
            + " them.")
public final class ModelsCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROW = "%-34s %-8s %9s %9s %10s  %-12s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(names = "--json", description = "One JSON object a version and line.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    kafka.requireBroker();
    RegistrySnapshot registry = RegistryReader.readAll(kafka.client(), kafka.topics());
    Map<String, Map<String, ModelStatus>> states =
        InstanceStates.read(kafka.client(), kafka.topics());
    PrintWriter out = spec.commandLine().getOut();
    Instant now = Instant.now();
    if (json) {
      for (ModelVersion version : registry.versions().values()) {
        out.println(
            JSON.writeValueAsString(
                line(registry, version, states.getOrDefault(version.getVersion(), Map.of()), now)));
      }
    } else if (registry.versions().isEmpty()) {
      out.println("no version is published yet (./inkstream publish BUNDLE --promote)");
    } else {
      table(out, registry, states, now);
    }
    return 0;
  }

  private static void table(
      PrintWriter out,
      RegistrySnapshot registry,
      Map<String, Map<String, ModelStatus>> states,
      Instant now) {
    out.printf(ROW, "VERSION", "FAMILY", "ACCURACY", "WEIGHTS", "BYTES", "ALIAS", "INSTANCES");
    for (ModelVersion version : registry.versions().values()) {
      Map<String, ModelStatus> of = states.getOrDefault(version.getVersion(), Map.of());
      out.printf(
          ROW,
          version.getVersion(),
          version.getFamily(),
          Optional.ofNullable(version.getMetrics().get("accuracy"))
              .map(a -> String.format(Locale.ROOT, "%.2f %%", a * 100))
              .orElse("?"),
          version.getParameters(),
          version.getBundleBytes(),
          String.join(",", aliases(registry, version.getVersion(), now)),
          states(of));
    }
  }

  private static Map<String, Object> line(
      RegistrySnapshot registry,
      ModelVersion version,
      Map<String, ModelStatus> states,
      Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("version", version.getVersion());
    line.put("family", version.getFamily());
    line.put("createdAt", version.getCreatedAt().toString());
    line.put("parameters", version.getParameters());
    line.put("bundleBytes", version.getBundleBytes());
    line.put("bundleSha256", version.getBundleSha256());
    line.put("metrics", version.getMetrics());
    line.put("aliases", aliases(registry, version.getVersion(), now));
    Map<String, Object> instances = new LinkedHashMap<>();
    states.forEach(
        (instance, status) -> {
          Map<String, Object> state = new LinkedHashMap<>();
          state.put("state", status.getState().name());
          state.put("at", status.getAt().toString());
          if (status.getReason() != null) {
            state.put("reason", status.getReason());
            state.put("detail", status.getDetail());
          }
          instances.put(instance, state);
        });
    line.put("instances", instances);
    return line;
  }

  /** The aliases that name a version now, and {@code alias@time} for those that will. */
  private static List<String> aliases(RegistrySnapshot registry, String version, Instant now) {
    List<String> found = new ArrayList<>();
    registry
        .aliases()
        .forEach(
            (alias, history) -> {
              // A champion answers events from before its time, too; a shadow does not.
              if ((alias.equals(RegistrySnapshot.CHAMPION)
                      ? history.at(now.toEpochMilli())
                      : history.since(now.toEpochMilli()))
                  .filter(version::equals)
                  .isPresent()) {
                found.add(alias);
              }
              for (AliasChange change : history.changes()) {
                if (change.getEffectiveFrom().isAfter(now) && version.equals(change.getVersion())) {
                  found.add(alias + "@" + change.getEffectiveFrom());
                }
              }
            });
    return found;
  }

  private static String states(Map<String, ModelStatus> states) {
    List<String> words = new ArrayList<>();
    states.forEach(
        (instance, status) ->
            words.add(
                instance
                    + " "
                    + status.getState().name().toLowerCase(Locale.ROOT)
                    + (status.getReason() == null ? "" : " (" + status.getReason() + ")")));
    return String.join(", ", words);
  }
}
