package org.inkstream.streams.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.Problems;
import org.inkstream.model.idx.ImageSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows everything on one machine. */
@Command(
    name = "demo",
    description = {
      "Shows everything on this machine, with nothing installed: starts a broker, trains a quick"
          + " first network, classifies as a stream the images of MNIST that no network learns from,"
          + " trains a better network meanwhile and swaps it in, then turns the images and waits for"
          + " the alarm.",
      "Leaves nothing behind. Ends by itself, or with --duration, or with Ctrl-C."
    })
public final class DemoCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description =
          "End after so long, wherever the demonstration is by then. Default: when all is shown.")
  private Long duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Images in a second. Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--model",
      paramLabel = "cnn|mlp",
      description =
          "The better network. Default: cnn, or mlp, which learns faster, if --duration is less"
              + " than 240.")
  private String model;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description = "How long the better network learns. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Override
  public void check(Problems problems) {
    problems.check(duration == null || duration >= 1, "--duration", "1 or more");
    problems.check(rate > 0 && rate <= 5000, "--rate", "more than 0, to 5000");
    problems.check(epochs >= 1, "--epochs", "1 or more");
    boolean known = model == null || model.equals("cnn") || model.equals("mlp");
    problems.check(known, "--model", "cnn or mlp");
  }

  @Override
  public Integer call() {
    boolean hurried = duration != null && duration < 240;
    String better = model == null ? hurried ? "mlp" : "cnn" : model;
    String launcher = System.getProperty("inkstream.launcher");
    if (launcher == null) {
      throw new CommandFailure("the demonstration is started as ./inkstream demo");
    }
    DemoSettings settings =
        new DemoSettings(
            launcher,
            duration == null ? Duration.ofDays(1) : Duration.ofSeconds(duration),
            rate,
            better,
            epochs);
    Demo demo = new Demo(settings, images(), line -> print(line));
    AtomicInteger exitCode = new AtomicInteger(1);
    Interruption.endsWell(demo::stop, () -> exitCode.set(demo.run()));
    return exitCode.get();
  }

  private static ImageSet images() {
    try {
      return UnseenImages.read();
    } catch (IOException e) {
      throw new CommandFailure("cannot read MNIST: " + e.getMessage(), e);
    }
  }

  private void print(String line) {
    synchronized (spec) {
      spec.commandLine().getOut().println(line);
    }
  }
}
