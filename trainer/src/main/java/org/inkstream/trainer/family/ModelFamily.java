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
import org.inkstream.trainer.network.Hyperparameters;
import org.inkstream.trainer.tree.Criterion;
import org.inkstream.trainer.tree.TreeSettings;
import org.inkstream.trainer.tree.TreesRecipe;

/** Everything that {@code train --model} knows. */
public enum ModelFamily {
  /** One decision tree. */
  TREE("one decision tree", Scaling.NONE, 5_000) {
    @Override
    public List<Setting> settings() {
      return List.of(criterion("entropy"), depth(), leaf(5), smoothing(0.03), shrinkage(10));
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
      return new TreesRecipe(toString(), 1, tree(settings, Integer.MAX_VALUE));
    }
  },
  /** A random forest. */
  FOREST("a random forest of decision trees", Scaling.NONE, 5_000) {
    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.whole("trees", 100, 2, 2000, "how many"),
          Setting.whole("pixels", 28, 1, 1 << 20, "looked at for each split"),
          criterion("gini"),
          depth(),
          leaf(1),
          smoothing(0.003),
          shrinkage(0));
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
          toString(), settings.whole("trees"), tree(settings, settings.whole("pixels")));
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
    Hyperparameters defaults = network.defaults();
    List<Setting> settings = new ArrayList<>();
    if (!network.hidden().isEmpty()) {
      settings.add(hidden());
    }
    settings.addAll(
        List.of(
            Setting.whole("epochs", defaults.epochs(), 1, 100_000, "most passes over the images"),
            // Above, a step needs more native memory than the launcher allows, and learns no
            // faster.
            Setting.whole("batch", defaults.batch(), 1, 1024, "images in one step"),
            Setting.number(
                "learningRate", defaults.learningRate(), 1e-9, 1e38, "the highest of the schedule"),
            Setting.number(
                "warmUp", defaults.warmUp(), 0.001, 0.999, "share of the steps in which it rises"),
            Setting.share(
                "dropout", defaults.dropout(), "share of the output layer's inputs left out"),
            Setting.share(
                "averaging", defaults.averaging(), "decay of the running mean of the weights"),
            Setting.number("l2", defaults.l2(), 0, 1e6, "penalty on squared weights"),
            Setting.flag("augment", defaults.augment(), "change images a little each time"),
            Setting.flag(
                "mirror", defaults.mirror(), "mirror half of the images; for things, not letters"),
            Setting.whole(
                "patience",
                defaults.patience(),
                1,
                100_000,
                "epochs without improvement to stop after")));
    return settings;
  }

  /** What {@code tune} searches unless somebody says otherwise. */
  public List<SearchRange> ranges() {
    double rate = network.defaults().learningRate();
    return List.of(
        SearchRange.numbers("learningRate", rate / 8, rate * 8),
        SearchRange.whole("batch", 16, 256),
        SearchRange.numbers("dropout", 0, 0.6),
        SearchRange.numbers("l2", 1e-6, 1e-3));
  }

  /** The setting of the hidden layers' sizes. */
  Setting hidden() {
    return Setting.sizes("hidden", network.hidden(), 8, 4096, "sizes of the hidden layers");
  }

  /** The recipe with these settings. */
  public Recipe recipe(Settings settings) {
    Hyperparameters hyperparameters =
        new Hyperparameters(
            settings.whole("epochs"),
            settings.whole("batch"),
            settings.number("learningRate"),
            settings.number("warmUp"),
            settings.number("dropout"),
            settings.number("averaging"),
            settings.number("l2"),
            settings.flag("augment"),
            settings.flag("mirror"),
            settings.whole("patience"));
    return new NetworkRecipe(
        network,
        network.hidden().isEmpty() ? List.of() : settings.sizes("hidden"),
        hyperparameters);
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

  private static Setting criterion(String byDefault) {
    return Setting.choice("criterion", byDefault, "what makes a split good", "gini", "entropy");
  }

  private static Setting depth() {
    return Setting.whole("depth", 60, 1, TreeSettings.DEEPEST, "most splits on a way down");
  }

  private static Setting leaf(int byDefault) {
    return Setting.whole("leaf", byDefault, 1, 1 << 20, "fewest images in a leaf");
  }

  private static Setting smoothing(double byDefault) {
    return Setting.number("smoothing", byDefault, 0, 100, "added to each class's count in a node");
  }

  private static Setting shrinkage(double byDefault) {
    return Setting.number(
        "shrinkage", byDefault, 0, 1e6, "images that the node above a node counts as");
  }

  private static TreeSettings tree(Settings settings, int pixels) {
    return new TreeSettings(
        Criterion.valueOf(settings.text("criterion").toUpperCase(Locale.ROOT)),
        settings.whole("depth"),
        settings.whole("leaf"),
        pixels,
        settings.number("smoothing"),
        settings.number("shrinkage"));
  }

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
