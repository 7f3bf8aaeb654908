package org.inkstream.trainer.family;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inkstream.trainer.fit.NetworkRecipe;
import org.inkstream.trainer.fit.Recipe;
import org.inkstream.trainer.kernel.KernelRecipe;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.tree.TreesRecipe;

/** Everything that {@code train --model} knows. */
public enum ModelFamily {
  /** One decision tree. */
  TREE("one decision tree", Scaling.NONE, 5_000) {
    @Override
    public List<Setting> settings() {
      return List.of(
          TreeChoices.criterion("entropy"),
          TreeChoices.depth(),
          TreeChoices.leaf(2),
          TreeChoices.smoothing(0.03),
          TreeChoices.shrinkage(10));
    }

    @Override
    public List<SearchRange> ranges() {
      return List.of(
          SearchRange.words("criterion", "gini", "entropy"),
          SearchRange.whole("leaf", 1, 50),
          SearchRange.numbers("shrinkage", 1, 50));
    }

    @Override
    public Recipe recipe(Settings settings) {
      return new TreesRecipe(toString(), 1, TreeChoices.treeSettings(settings, Integer.MAX_VALUE));
    }
  },
  /** A random forest. */
  FOREST("a random forest of decision trees", Scaling.NONE, 5_000) {
    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.whole("trees", 100, 2, 2000, "how many"),
          Setting.whole("pixels", 28, 1, 1 << 20, "looked at for each split"),
          TreeChoices.criterion("gini"),
          TreeChoices.depth(),
          TreeChoices.leaf(1),
          TreeChoices.smoothing(0.003),
          TreeChoices.shrinkage(0));
    }

    @Override
    public List<SearchRange> ranges() {
      return List.of(
          SearchRange.words("criterion", "gini", "entropy"),
          SearchRange.whole("pixels", 7, 112),
          SearchRange.whole("leaf", 1, 10),
          SearchRange.numbers("smoothing", 0.001, 1));
    }

    @Override
    public Map<String, String> quick() {
      return Map.of("trees", "20");
    }

    @Override
    public Recipe recipe(Settings settings) {
      return new TreesRecipe(
          toString(),
          settings.whole("trees"),
          TreeChoices.treeSettings(settings, settings.whole("pixels")));
    }
  },
  /** Multinomial logistic regression. */
  SOFTMAX("multinomial logistic regression", Scaling.SCALE, Family.SOFTMAX),
  /** A support vector machine. */
  SVM("a support vector machine with Gaussian kernels around landmarks", Scaling.SCALE, 3_000) {
    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.whole("landmarks", 4000, 10, 6000, "training images that kernels stand around"),
          Setting.number("gamma", 0.025, 1e-6, 1000, "width of the kernels"),
          Setting.number("c", 3.0, 1e-6, 1e6, "weight of errors beside that of a smooth answer"),
          Setting.whole("iterations", 6, 1, 100, "most steps of Newton's method"),
          Setting.whole(
              "images", 50_000, 10, 100_000, "most images to learn from; others are left out"));
    }

    @Override
    public List<SearchRange> ranges() {
      return List.of(SearchRange.numbers("gamma", 0.005, 0.1), SearchRange.numbers("c", 0.3, 30));
    }

    @Override
    public Map<String, String> quick() {
      return Map.of("landmarks", "500");
    }

    @Override
    public Recipe recipe(Settings settings) {
      return new KernelRecipe(
          settings.whole("landmarks"),
          settings.number("gamma"),
          settings.number("c"),
          settings.whole("iterations"),
          settings.whole("images"));
    }

    @Override
    public boolean canGoOn() {
      return true;
    }
  },
  /** Dense layers. */
  MLP("hidden layers, each unit connected to all before it", Scaling.SCALE, Family.MLP),
  /** A recurrent network. */
  LSTM("a recurrent network that reads images row by row", Scaling.SCALE, Family.LSTM) {
    @Override
    Setting hidden() {
      return Setting.whole("hidden", 128, 1, 1024, "units of the recurrent layer");
    }
  },
  /** A convolutional network. */
  CNN("a convolutional network", Scaling.SCALE, Family.CNN),
  /** A residual network. */
  RESNET("a residual network of convolutions", Scaling.SCALE, Family.RESNET) {
    @Override
    Setting hidden() {
      return Setting.sizes(
          "hidden", Family.RESNET.hidden(), 4, 256, "channels of the convolutions of each stage");
    }
  };

  private final String description;
  private final Scaling scaling;
  private final int quickImages;
  private final Family network;

  ModelFamily(String description, Scaling scaling, int quickImages) {
    this.description = description;
    this.scaling = scaling;
    this.quickImages = quickImages;
    this.network = null;
  }

  ModelFamily(String description, Scaling scaling, Family network) {
    this.description = description;
    this.scaling = scaling;
    this.quickImages = network.quickImages();
    this.network = network;
  }

  /** What it is, in a few words. */
  public String description() {
    return description;
  }

  /** How images are scaled unless somebody says otherwise. */
  public Scaling scaling() {
    return scaling;
  }

  /** Images that make a model of this family right nine times out of ten or so, within seconds. */
  public int quickImages() {
    return quickImages;
  }

  /** Values of settings for {@link #quickImages()}. */
  public Map<String, String> quick() {
    return network == null
        ? Map.of()
        : Map.of("epochs", Integer.toString(network.quickEpochs()), "augment", "false");
  }

  /** Whether learning can go on from a bundle of this family. */
  public boolean canGoOn() {
    return false;
  }

  /** What can be set, with its defaults. */
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    if (!network.hidden().isEmpty()) {
      settings.add(hidden());
    }
    settings.addAll(NetworkChoices.settings(network.defaults()));
    return settings;
  }

  /** What {@code tune} searches unless somebody says otherwise. */
  public List<SearchRange> ranges() {
    return NetworkChoices.ranges(network.defaults());
  }

  /** The setting of the hidden layers' sizes. */
  Setting hidden() {
    return Setting.sizes("hidden", network.hidden(), 8, 4096, "sizes of the hidden layers");
  }

  /** The recipe with these settings. */
  public Recipe recipe(Settings settings) {
    return new NetworkRecipe(
        network,
        network.hidden().isEmpty() ? List.of() : settings.sizes("hidden"),
        NetworkChoices.hyperparameters(settings));
  }

  /**
   * The recipe with these values in place of the family's own.
   *
   * @throws IllegalArgumentException naming everything that is wrong with them
   */
  public Recipe recipe(boolean quickly, Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(quickly ? quick() : Map.of());
    all.putAll(values);
    return recipe(Settings.of(this, all));
  }

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
