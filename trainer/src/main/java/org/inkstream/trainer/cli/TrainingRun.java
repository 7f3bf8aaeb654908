package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.trainer.bundling.ReferenceImages;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import org.inkstream.trainer.fit.DivergedException;
import picocli.CommandLine.Model.CommandSpec;

/** A command that trains: it can be interrupted, and tells its failures in one line. */
final class TrainingRun {

  private TrainingRun() {}

  /** Says so if the reference for drift and prediction sets is of few images. */
  static void warn(CommandSpec command, Trained trained) {
    ReferenceImages.warnings(trained.bundle().profile())
        .forEach(words -> Notice.tell(command, "%s", words));
  }

  /** What is done. */
  interface Work {

    /**
     * Does it.
     *
     * @param stopped once true, it is to end soon with a CancellationException
     */
    void run(ProgressPrinter progress, BooleanSupplier stopped);
  }

  /**
   * Runs it.
   *
   * @param data what it learns from
   * @param interrupted what to say if it was interrupted
   * @return the exit code
   * @throws CommandFailure in one line, if the data or the settings are not fit for it
   */
  static int of(PrintWriter err, DataFolder data, String interrupted, Work work) {
    AtomicBoolean stopped = new AtomicBoolean();
    ProgressPrinter progress =
        new ProgressPrinter(err, ProgressPrinter.onTerminal(), System::nanoTime);
    Interruption.cutsShort(
        () -> stopped.set(true),
        () -> {
          try {
            work.run(progress, stopped::get);
          } catch (CancellationException e) {
            progress.erase();
            err.println("inkstream: interrupted; " + interrupted);
          } catch (UnsuitableDataException e) {
            throw data.unsuitable(e);
          } catch (DivergedException e) {
            progress.erase();
            throw new CommandFailure(e.getMessage(), e);
          } catch (OutOfMemoryError e) {
            progress.erase();
            throw new CommandFailure(
                "not enough memory ("
                    + e.getMessage()
                    + "); INKSTREAM_JAVA_OPTS=-Xmx4g gives more; smaller batches, fewer trees or"
                    + " landmarks need less",
                e);
          }
        });
    return stopped.get() ? 1 : 0;
  }
}
