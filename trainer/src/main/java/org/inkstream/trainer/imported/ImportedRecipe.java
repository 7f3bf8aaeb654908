package org.inkstream.trainer.imported;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Fitting;
import org.inkstream.trainer.fit.Recipe;

/**
 * Fits nothing: hands out a network that was trained elsewhere, so that it is calibrated, profiled
 * and measured as those that are trained here.
 */
public final class ImportedRecipe implements Recipe {

  private final String family;
  private final byte[] network;
  private final Map<String, String> settings;

  /**
   * A recipe.
   *
   * @param family what the manifest calls it, such as keras
   * @param network a file of Deeplearning4j's ModelSerializer
   * @param settings where it came from, by name, in words that mean something elsewhere too
   */
  public ImportedRecipe(String family, byte[] network, Map<String, String> settings) {
    this.family = family;
    this.network = network.clone();
    this.settings = Map.copyOf(settings);
  }

  @Override
  public String family() {
    return family;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  /**
   * Looks whether the network takes such images and tells so many classes apart.
   *
   * @throws IllegalArgumentException if not
   */
  @Override
  public void check(int width, int height, int classes) {
    int outputs = outputs(width, height);
    if (outputs != classes) {
      throw new IllegalArgumentException(
          "the network has %d outputs, and there are %d labels".formatted(outputs, classes));
    }
  }

  /**
   * How many classes the network tells apart.
   *
   * @throws IllegalArgumentException if it does not take such images
   */
  public int outputs(int width, int height) {
    try (Network loaded = Networks.load(network, width, height)) {
      return loaded.classes();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Fitted fit(Fitting task) {
    Objects.requireNonNull(task, "task");
    return new Fitted(network, Sha256.of(network), 0, List.of());
  }
}
