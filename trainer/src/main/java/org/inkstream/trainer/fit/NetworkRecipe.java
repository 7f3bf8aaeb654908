package org.inkstream.trainer.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;

/**
 * Networks of layers.
 *
 * @param network kind of network
 * @param hidden sizes of the hidden layers, for kinds that leave them open; otherwise empty
 * @param hyperparameters of the training
 */
public record NetworkRecipe(Family network, List<Integer> hidden, Hyperparameters hyperparameters)
    implements Recipe {

  /** Copies. */
  public NetworkRecipe {
    hidden = List.copyOf(hidden);
  }

  /** With the hidden layers that this kind usually has. */
  public NetworkRecipe(Family network, Hyperparameters hyperparameters) {
    this(network, network.hidden(), hyperparameters);
  }

  @Override
  public String family() {
    return network.toString();
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(hyperparameters.asMap());
    if (!hidden.isEmpty()) {
      settings.put(
          "hidden", hidden.stream().map(Object::toString).collect(Collectors.joining(",")));
    }
    return settings;
  }

  @Override
  public void check(int width, int height, int classes) {
    architecture(width, height, classes);
  }

  @Override
  public List<LearntFilters> filters(byte[] file, int width, int height) {
    return PlainFile.isOne(file)
        ? List.of()
        : FirstLayer.filters(file, network.isGraph(), width, height);
  }

  @Override
  public Fitted fit(Fitting task) {
    Architecture architecture =
        architecture(task.train().width(), task.train().height(), task.classes());
    return new Training(
            architecture,
            hyperparameters,
            task.seed(),
            task.encoder(),
            task.progress(),
            task.stopped(),
            task.nanoTime())
        .fit(task.train(), task.validation(), task.classWeights());
  }

  private Architecture architecture(int width, int height, int classes) {
    return new Architecture(network, width, height, classes, hidden);
  }
}
