package org.inkstream.trainer.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A whole network as Keras saves it to HDF5. For one thread. */
final class WeightsFile implements AutoCloseable {

  private static final String ROOT = "model_weights";
  private static final int DEEPEST = 10;
  private static final int MOST = 100;

  /** TensorFlow's numbers of tensors and of copies: {@code kernel:0}, {@code dense_1_W_1:0}. */
  private static final Pattern NUMBER = Pattern.compile("(_\\d+)?(:\\d+)?$");

  private final Hdf5Archive archive;

  private WeightsFile(Hdf5Archive archive) {
    this.archive = archive;
  }

  static WeightsFile open(String file) throws UnimportableException {
    try {
      return new WeightsFile(new Hdf5Archive(file));
    } catch (RuntimeException e) {
      throw new UnimportableException("the HDF5 library cannot read it; it may be cut short", e);
    }
  }

  /** The description of the network. */
  ModelText model() throws UnimportableException {
    try {
      if (!archive.hasAttribute("model_config")) {
        throw new UnimportableException(
            "it has no attribute model_config; save the whole network, not its weights alone");
      }
      String version =
          archive.hasAttribute("keras_version")
              ? archive.readAttributeAsFixedLengthString("keras_version", 5)
              : "";
      return ModelText.of(archive.readAttributeAsJson("model_config"), version);
    } catch (UnsupportedKerasConfigurationException | RuntimeException e) {
      throw new UnimportableException("its description of the network cannot be read", e);
    }
  }

  /**
   * The weights of a layer by the last part of their names, as Keras calls them ({@code kernel}, or
   * {@code W}); empty if it has none.
   */
  Map<String, INDArray> weights(LayerText layer) throws UnimportableException {
    Map<String, INDArray> found = new HashMap<>();
    try {
      List<String> path = new ArrayList<>(List.of(ROOT));
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
