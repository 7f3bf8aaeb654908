package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as Keras saves it to HDF5, or its weights alone. For one thread. */
final class WeightsFile implements AutoCloseable {

  /** In a file of weights alone, their groups are at the top. */
  private static final String WHOLE = "model_weights";

  private static final int LONGEST_WORD = 16;
  private static final int DEEPEST = 10;
  private static final int MOST = 100;

  /** TensorFlow's numbers of tensors and of copies: {@code kernel:0}, {@code dense_1_W_1:0}. */
  private static final Pattern NUMBER = Pattern.compile("(_\\d+)?(:\\d+)?$");

  private static final String DESCRIPTION = "model_config";

  private final Hdf5Archive archive;

  /** Above the layers' groups. */
  private final List<String> root;

  /** Where layers are that are numbered instead of named; empty if they are named. */
  private final Optional<String> container;

  private WeightsFile(Hdf5Archive archive) {
    this.archive = archive;
    List<String> groups = archive.getGroups();
    this.root = groups.contains(WHOLE) ? List.of(WHOLE) : List.of();
    this.container =
        root.isEmpty() && !archive.hasAttribute("layer_names")
            ? NumberedWeights.CONTAINERS.stream().filter(groups::contains).findFirst()
            : Optional.empty();
  }

  static WeightsFile open(String file) throws UnimportableException {
    try {
      return new WeightsFile(new Hdf5Archive(file));
    } catch (RuntimeException e) {
      throw new UnimportableException("the HDF5 library cannot read it; it may be cut short", e);
    }
  }

  /** The description of the network, as JSON; empty if there is none. */
  Optional<String> description() throws UnimportableException {
    try {
      return archive.hasAttribute(DESCRIPTION)
          ? Optional.of(archive.readAttributeAsJson(DESCRIPTION))
          : Optional.empty();
    } catch (UnsupportedKerasConfigurationException | RuntimeException e) {
      throw new UnimportableException("its description of the network cannot be read", e);
    }
  }

  /** What it says of the Keras that wrote it. */
  SavedBy savedBy() throws UnimportableException {
    try {
      return SavedBy.of(word("keras_version"), word("backend"));
    } catch (UnsupportedKerasConfigurationException | RuntimeException e) {
      throw new UnimportableException("its version of Keras cannot be read", e);
    }
  }

  private String word(String attribute) throws UnsupportedKerasConfigurationException {
    if (!archive.hasAttribute(attribute)) {
      return null;
    }
    String text = archive.readAttributeAsFixedLengthString(attribute, LONGEST_WORD);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * The weights of a layer by the last part of their names, as Keras calls them ({@code kernel}, or
   * {@code W}); empty if it has none.
   *
   * @param layers of the network, all of them
   */
  Map<String, INDArray> weights(LayerText layer, List<LayerText> layers)
      throws UnimportableException {
    Map<String, INDArray> found = new HashMap<>();
    try {
      if (container.isPresent()) {
        return numbered(layer, layers, container.get());
      }
      List<String> path = new ArrayList<>(root);
      for (String part : layer.name().split("/")) {
        if (!archive.getGroups(path.toArray(String[]::new)).contains(part)) {
          return found;
        }
        path.add(part);
      }
      collect(layer, path, found);
    } catch (UnsupportedKerasConfigurationException | RuntimeException e) {
      throw new UnimportableException(layer.refused("its weights cannot be read").getMessage(), e);
    }
    return found;
  }

  private Map<String, INDArray> numbered(LayerText layer, List<LayerText> layers, String within)
      throws UnimportableException, UnsupportedKerasConfigurationException {
    List<String> groups = new ArrayList<>();
    for (String group : archive.getGroups(within)) {
      if (archive.getGroups(within, group).contains(NumberedWeights.WEIGHTS)
          && !archive.getDataSets(within, group, NumberedWeights.WEIGHTS).isEmpty()) {
        groups.add(group);
      }
    }
    String group = NumberedWeights.group(layer, layers, groups);
    List<String> names = NumberedWeights.names(layer);
    int count = archive.getDataSets(within, group, NumberedWeights.WEIGHTS).size();
    if (count != names.size()) {
      throw layer.refused("it has %d weights where %s belong".formatted(count, names));
    }
    Map<String, INDArray> found = new HashMap<>();
    for (int i = 0; i < count; i++) {
      found.put(
          names.get(i),
          archive.readDataSet(Integer.toString(i), within, group, NumberedWeights.WEIGHTS));
    }
    return found;
  }

  private void collect(LayerText layer, List<String> path, Map<String, INDArray> found)
      throws UnimportableException, UnsupportedKerasConfigurationException {
    String[] groups = path.toArray(String[]::new);
    for (String name : archive.getDataSets(groups)) {
      String prefix = layer.name() + "_";
      String known = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      known = NUMBER.matcher(known).replaceFirst("");
      if (found.put(known, archive.readDataSet(name, groups)) != null || found.size() > MOST) {
        throw layer.refused("it has several weights called " + Part.oneLine(known));
      }
    }
    for (String group : archive.getGroups(groups)) {
      if (path.size() > DEEPEST) {
        throw layer.refused("its weights are nested too deep");
      }
      List<String> deeper = new ArrayList<>(path);
      deeper.add(group);
      collect(layer, deeper, found);
    }
  }

  @Override
  public void close() {
    archive.close();
  }
}
