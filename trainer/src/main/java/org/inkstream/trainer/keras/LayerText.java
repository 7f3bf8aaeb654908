package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * A layer as Keras describes it.
 *
 * @param kind the class, such as Dense
 * @param name unique in the network
 * @param config its arguments by name; may be changed
 */
record LayerText(String kind, String name, Map<String, Object> config) implements Part {

  @Override
  public String described() {
    return "layer '%s' (%s)".formatted(Part.oneLine(name), Part.oneLine(kind));
  }

  /**
   * Refuses if an argument is given and is another than these values; numbers are compared as
   * doubles.
   */
  void require(String argument, Object... values) throws UnimportableException {
    Object found = config.get(argument);
    if (found == null) {
      return;
    }
    for (Object value : values) {
      if (found.equals(value)
          || (found instanceof Number one
              && value instanceof Number other
              && one.doubleValue() == other.doubleValue())) {
        return;
      }
    }
    throw refused("%s %s cannot be imported".formatted(argument, Part.oneLine(found.toString())));
  }

  /**
   * Whether it says that the channels of images come before rows and columns; empty if it says
   * nothing of them.
   */
  Optional<Boolean> channelsFirst() throws UnimportableException {
    require("data_format", "channels_first", "channels_last");
    require("dim_ordering", "th", "tf", "default");
    Object said = config.getOrDefault("data_format", config.get("dim_ordering"));
    return said == null || said.equals("default")
        ? Optional.empty()
        : Optional.of(said.equals("channels_first") || said.equals("th"));
  }

  boolean isFlatten() {
    return kind.equals("Flatten");
  }

  boolean isConvolution() {
    return kind.equals("Conv2D") || kind.equals("Convolution2D");
  }

  /** Whether what is beyond the edges counts as zeros, so that windows lie there too. */
  boolean padsSame() {
    return "same".equals(config.getOrDefault("padding", config.get("border_mode")));
  }

  /** The first of these arguments that is a list of integers, at least one; empty if none is. */
  List<Integer> integers(String... arguments) throws UnimportableException {
    for (String argument : arguments) {
      if (config.get(argument) instanceof List<?> list) {
        List<Integer> found = new ArrayList<>();
        for (Object one : list) {
          if (one == null && found.isEmpty() && argument.startsWith("batch")) {
            continue;
          }
          if (!(one instanceof Integer number) || number < 1) {
            throw refused("%s is %s".formatted(argument, Part.oneLine(list.toString())));
          }
          found.add(number);
        }
        return found;
      }
    }
    return List.of();
  }
}
