package org.inkstream.trainer.kernel;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.plain.KernelMachine;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.trainer.fit.Fitted;
import org.inkstream.trainer.fit.Fitting;
import org.inkstream.trainer.fit.Recipe;

/**
 * A support vector machine with Gaussian kernels, one class against the others, by Nyström's
 * approximation: the kernels stand around landmarks, a random choice of the training images
 * (Williams and Seeger 2001, "Using the Nyström Method to Speed Up Kernel Machines"). Learning can
 * go on from one: its answers are then what a new one is pulled to, where the new images do not say
 * otherwise.
 *
 * @param landmarks how many
 * @param gamma width of the kernels, above 0
 * @param c weight of errors, above 0
 * @param iterations most steps of Newton's method
 * @param images most images to learn from
 */
public record KernelRecipe(int landmarks, double gamma, double c, int iterations, int images)
    implements Recipe {

  @Override
  public String family() {
    return "svm";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("approximation", "Nystroem");
    settings.put("landmarks", Integer.toString(landmarks));
    settings.put("gamma", Double.toString(gamma));
    settings.put("c", Double.toString(c));
    settings.put("iterations", Integer.toString(iterations));
    settings.put("images", Integer.toString(images));
    return settings;
  }

  @Override
  public void checkBefore(byte[] file) {
    machine(file);
  }

  @Override
  public Fitted fit(Fitting task) {
    int[] chosen = choice(task);
    int inputs = task.encoder().preprocessing().inputSize();
    float[] marks;
    float kernelWidth;
    double[] weights;
    if (task.before().isPresent()) {
      KernelMachine before = machine(task.before().get());
      marks = before.landmarks();
      kernelWidth = before.gamma();
      weights = doubles(before.weights());
    } else {
      marks = encoded(task, Arrays.copyOf(chosen, Math.min(landmarks, chosen.length)));
      kernelWidth = (float) gamma;
      weights = new double[marks.length / inputs * task.classes()];
    }
    int[] labels = Arrays.stream(chosen).map(task.train()::label).toArray();
    double[] byLabel = new double[task.classes()];
    Arrays.setAll(byLabel, label -> c * task.weight(label));
    try (KernelFeatures features = new KernelFeatures(marks, inputs, kernelWidth)) {
      for (int from = 0; from < chosen.length; from += KernelFeatures.BLOCK) {
        task.ifNotStopped();
        int to = Math.min(chosen.length, from + KernelFeatures.BLOCK);
        features.add(encoded(task, Arrays.copyOfRange(chosen, from, to)));
      }
      double[] fitted =
          new SquaredHinge(features, labels, task.classes(), byLabel)
              .minimise(features.fromWeights(weights, task.classes()), iterations, task);
      float[] found = features.toWeights(fitted, task.classes());
      return Fitted.ofPlain(
          PlainFile.write(KernelMachine.of(inputs, task.classes(), kernelWidth, marks, found)));
    }
  }

  /** The images to learn from; the first of them are landmarks. */
  private int[] choice(Fitting task) {
    int[] all = new int[task.train().count()];
    Arrays.setAll(all, i -> i);
    Random random = new Random(task.seed());
    for (int i = all.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int image = all[i];
      all[i] = all[other];
      all[other] = image;
    }
    return Arrays.copyOf(all, Math.min(all.length, images));
  }

  private static float[] encoded(Fitting task, int[] chosen) {
    ImageSet images = task.train();
    int size = task.encoder().preprocessing().inputSize();
    float[] inputs = new float[chosen.length * size];
    for (int i = 0; i < chosen.length; i++) {
      task.encoder()
          .encode(images.image(chosen[i]), images.width(), images.height(), inputs, i * size);
    }
    return inputs;
  }

  private static KernelMachine machine(byte[] file) {
    try {
      if (PlainFile.read(file) instanceof KernelMachine machine) {
        return machine;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    throw new IllegalArgumentException("the model is no kernel machine");
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    Arrays.setAll(doubles, i -> numbers[i]);
    return doubles;
  }
}
