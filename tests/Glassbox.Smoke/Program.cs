using Glassbox.Smoke;

// Without arguments: everything that files are for, once, to be run when compiled ahead of time. "train FOLDER": a training that may be
// killed at any moment.
return args switch
{
    [] => RoundTrips.Run(),
    ["train", var folder] => KillableTraining.Run(folder),
    _ => 2,
};
