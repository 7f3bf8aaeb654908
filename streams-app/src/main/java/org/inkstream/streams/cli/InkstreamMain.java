package org.inkstream.streams.cli;

import java.util.List;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.streams.broker.BrokerCommand;
import org.inkstream.streams.deadletter.ReplayDeadLettersCommand;
import org.inkstream.streams.demo.DemoCommand;
import org.inkstream.streams.driftview.DriftCommand;
import org.inkstream.streams.lifecycle.ModelsCommand;
import org.inkstream.streams.lifecycle.PromoteCommand;
import org.inkstream.streams.lifecycle.RollbackCommand;
import org.inkstream.streams.lifecycle.ShadowCommand;
import org.inkstream.streams.produce.ProduceCommand;
import org.inkstream.streams.serve.ServeCommand;
import org.inkstream.streams.tail.TailCommand;
import org.inkstream.streams.topics.TopicsCommand;

/** Runs one command of this module. */
public final class InkstreamMain {

  private InkstreamMain() {}

  /** All commands of this module; a new one goes here, and in the list in the launcher. */
  static List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new BrokerCommand(),
        new TopicsCommand(),
        new ServeCommand(),
        new PromoteCommand(),
        new RollbackCommand(),
        new ModelsCommand(),
        new ShadowCommand(),
        new ProduceCommand(),
        new TailCommand(),
        new DriftCommand(),
        new ReplayDeadLettersCommand());
  }

  /** The process of one command. */
  public static void main(String[] arguments) {
    CommandProcess.run(commands(), arguments);
  }
}
