package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * How Keras names weights since its files are called {@code .keras} and {@code .weights.h5}: a
 * layer by its class and a number, whatever its own name is, and its weights by their numbers
 * alone. The numbers leave gaps, and not always the same ones; only their order says something.
 */
final class NumberedWeights {

  /** Where layers are, under Keras 3 and under Keras 2. */
  static final List<String> CONTAINERS = List.of("layers", "_layer_checkpoint_dependencies");

  /** The group of a layer that has its weights. */
  static final String WEIGHTS = "vars";

  private NumberedWeights() {}

  /**
   * The group of a layer.
   *
   * @param layers of the network, all of them
   * @param groups those that have weights
   */
  static String group(LayerText layer, List<LayerText> layers, List<String> groups)
      throws UnimportableException {
    List<LayerText> alike =
        layers.stream().filter(other -> other.kind().equals(layer.kind())).toList();
    String name = snakeCase(layer.kind());
    Pattern numbered = Pattern.compile(Pattern.quote(name) + "(_\\d{1,6})?");
    List<String> found =
        groups.stream()
            .filter(group -> numbered.matcher(group).matches())
            .sorted(Comparator.comparingInt(group -> number(group, name)))
            .toList();
    if (found.size() != alike.size()) {
      throw layer.refused(
          "the file has weights of %d such layers, and the network has %d"
              .formatted(found.size(), alike.size()));
    }
    return found.get(alike.indexOf(layer));
  }

  /** What the weights of a layer are, from the first to the last. */
  static List<String> names(LayerText layer) {
    List<String> names = new ArrayList<>();
    if (layer.kind().equals("BatchNormalization")) {
      addUnless(layer, "scale", "gamma", names);
      addUnless(layer, "center", "beta", names);
      names.add("moving_mean");
      names.add("moving_variance");
    } else {
      names.add("kernel");
      addUnless(layer, "use_bias", "bias", names);
    }
    return names;
  }

  private static void addUnless(LayerText layer, String argument, String name, List<String> names) {
    if (!Boolean.FALSE.equals(layer.config().get(argument))) {
      names.add(name);
    }
  }

  private static int number(String group, String name) {
    return group.length() == name.length()
        ? 0
        : Integer.parseInt(group.substring(name.length() + 1));
  }

  /** As Keras does it: MaxPooling2D is max_pooling2d. */
  private static String snakeCase(String kind) {
    return kind.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
